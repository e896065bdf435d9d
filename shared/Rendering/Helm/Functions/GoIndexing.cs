using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Go's <c>index</c>, <c>slice</c> and <c>len</c>.</summary>
internal static class GoIndexing
{
    /// <summary>The item reached by indexing with each of the indices in turn.</summary>
    public static object? Index(object? item, ReadOnlySpan<object?> indices)
    {
        if (item is null)
        {
            throw new GoErrorException("index of untyped nil");
        }

        foreach (var index in indices)
        {
            item = item switch
            {
                null => throw new GoErrorException("index of nil pointer"),
                GoList list => list[Position(index, list.Count, "slice")],
                byte[] bytes => bytes[Position(index, bytes.Length, "slice")],
                string text => ByteAt(text, index),
                GoMap map => Entry(map, index),
                _ => throw new GoErrorException($"can't index item of type {GoReflect.TypeName(item)}"),
            };
        }

        return item;
    }

    /// <summary>Part of a string, list or byte slice.</summary>
    public static object Slice(object? item, ReadOnlySpan<object?> indices)
    {
        if (item is null)
        {
            throw new GoErrorException("slice of untyped nil");
        }

        if (indices.Length > 3)
        {
            throw new GoErrorException($"too many slice indexes: {indices.Length}");
        }

        var length = item switch
        {
            string when indices.Length == 3 => throw new GoErrorException("cannot 3-index slice a string"),
            string text => GoText.ByteLength(text),
            GoList list => list.Count,
            byte[] bytes => bytes.Length,
            _ => throw new GoErrorException($"can't slice item of type {GoReflect.TypeName(item)}"),
        };
        // A list may be sliced beyond its length up to its capacity, which for decoded lists is the next power of two.
        var limit = item is GoList ? (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length) : length;
        Span<int> bounds = [0, length, limit];
        for (var i = 0; i < indices.Length; i++)
        {
            bounds[i] = Bound(indices[i], limit);
        }

        if (bounds[0] > bounds[1])
        {
            throw new GoErrorException($"invalid slice index: {bounds[0]} > {bounds[1]}");
        }

        if (indices.Length == 3 && bounds[1] > bounds[2])
        {
            throw new GoErrorException($"invalid slice index: {bounds[1]} > {bounds[2]}");
        }

        return item switch
        {
            string text => GoText.ByteSlice(text, bounds[0], bounds[1]),
            GoList list => Part(list, bounds[0], bounds[1]),
            _ => ((byte[])item)[bounds[0]..bounds[1]],
        };
    }

    /// <summary>The length of a string (in bytes), list or map.</summary>
    public static nint Length(object? item) => item switch
    {
        string text => GoText.ByteLength(text),
        GoList list => list.Count,
        GoMap map => map.Count,
        byte[] bytes => bytes.Length,
        null => throw new GoErrorException("len of nil pointer"),
        GoNothing => throw new GoErrorException(ArgumentReading.NoType),
        IGoObject { TypeName: ['*', ..] } pointer => throw new GoErrorException($"len of type {pointer.TypeName[1..]}"),
        _ => throw new GoErrorException($"len of type {GoReflect.TypeName(item)}"),
    };

    private static GoList Part(GoList list, int start, int end)
    {
        var within = Math.Min(end, list.Count);
        var part = list.Slice(Math.Min(start, within), Math.Max(within - start, 0));
        for (var i = Math.Max(start, list.Count); i < end; i++)
        {
            part.Add(null);
        }

        return part;
    }

    private static int Position(object? index, int length, string what)
    {
        var position = Bound(index, length);

        // Go checks against the capacity; the length itself passes and then fails inside of reflect.
        return position < length ? position : throw new GoErrorException($"reflect: {what} index out of range");
    }

    private static int Bound(object? index, int limit)
    {
        if (index is null)
        {
            throw new GoErrorException("cannot index slice/array with nil");
        }

        if (index is GoElement)
        {
            throw new GoErrorException("cannot index slice/array with type interface {}");
        }

        if (!GoReflect.TryInteger(index, out var position))
        {
            if (!GoReflect.TryUnsigned(index, out var unsigned))
            {
                throw new GoErrorException($"cannot index slice/array with type {GoReflect.TypeName(index)}");
            }

            position = unchecked((long)unsigned);
        }

        return position >= 0 && position <= limit ? (int)position : throw new GoErrorException($"index out of range: {position}");
    }

    private static object ByteAt(string text, object? index)
    {
        var position = Position(index, GoText.ByteLength(text), "string");
        return GoText.ToBytes(text)[position];
    }

    private static object? Entry(GoMap map, object? index)
    {
        if (index is not string key)
        {
            throw new GoErrorException(
                index is null ? "value is nil; should be of type string" : $"value has type {GoReflect.TypeName(index)}; should be string");
        }

        return map.TryGetValue(key, out var value) ? value : map.Type.Zero;
    }
}
