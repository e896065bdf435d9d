namespace Plumbline.Rendering.Helm.Values;

/// <summary>Kept boxes of common values, so that evaluating them allocates nothing.</summary>
internal static class Boxes
{
    /// <summary>True.</summary>
    public static readonly object True = true;

    /// <summary>False.</summary>
    public static readonly object False = false;

    private static readonly object[] Ints = MakeInts();

    /// <summary>A boolean.</summary>
    public static object Of(bool value) => value ? True : False;

    /// <summary>A Go int.</summary>
    public static object Of(nint value) => value is >= -128 and < 1024 ? Ints[value + 128] : value;

    private static object[] MakeInts()
    {
        var boxes = new object[1152];
        for (var i = 0; i < boxes.Length; i++)
        {
            boxes[i] = (nint)(i - 128);
        }

        return boxes;
    }
}
