namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Powers as Go's math package computes them: by squaring, whose last bit is not always the one of .NET.</summary>
internal static class GoPower
{
    /// <summary>Ten to a whole power.</summary>
    public static double OfTen(long exponent)
    {
        if (exponent == 1)
        {
            return 10;
        }

        // 10 is 0.625 times two to the fourth; fraction and exponent are kept apart until the end.
        var (fraction, binary) = (0.625, 4);
        var (result, resultBinary) = (1.0, 0);
        for (var left = Math.Abs((double)exponent) >= long.MaxValue ? long.MaxValue : Math.Abs(exponent); left != 0; left >>= 1)
        {
            if (binary is < -4096 or > 4096)
            {
                resultBinary += binary;
                break;
            }

            if ((left & 1) == 1)
            {
                result *= fraction;
                resultBinary += binary;
            }

            fraction *= fraction;
            binary <<= 1;
            if (fraction < 0.5)
            {
                fraction += fraction;
                binary--;
            }
        }

        return exponent < 0 ? Math.ScaleB(1 / result, -resultBinary) : Math.ScaleB(result, resultBinary);
    }
}
