using System.Buffers.Binary;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Random numbers and texts from the render's source of chance.</summary>
internal static class RandomText
{
    /// <summary>A random number.</summary>
    public static ulong Number(TemplateContext context)
    {
        Span<byte> bytes = stackalloc byte[8];
        context.Random.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>A random text of the given characters; a negative length gives none.</summary>
    public static string Of(string characters, long count, TemplateContext context)
    {
        if (count <= 0)
        {
            return "";
        }

        context.Work(count);
        return string.Create((int)count, (characters, context), static (span, state) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = state.characters[(int)(Number(state.context) % (ulong)state.characters.Length)];
            }
        });
    }
}
