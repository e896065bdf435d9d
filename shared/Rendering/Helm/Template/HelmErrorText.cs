using System.Text;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>How Helm 4 words the failure of a template: a trace of places instead of Go's one line.</summary>
internal static class HelmErrorText
{
    /// <summary>Marks a message of <c>fail</c> and <c>required</c> inside an error text, as Helm's engine does.</summary>
    internal const string WarningStart = "HELM_ERR_START";

    /// <summary>Ends a message of <c>fail</c> and <c>required</c>.</summary>
    internal const string WarningEnd = "HELM_ERR_END";

    /// <summary>The text for a file that cannot be parsed: <c>parse error at (file:line): …</c>.</summary>
    public static string ForParsing(string file, TemplateException error)
    {
        var parts = error.Message.Split(": ");
        return parts.Length == 1 ? $"parse error in ({file}): {error.Message}" : $"parse error at ({parts[1]}): {parts[^1]}";
    }

    /// <summary>The text for a file that cannot be executed: <c>execution error at (file:line:col): …</c> or one block for each place on the way.</summary>
    public static string ForExecution(string file, TemplateException error)
    {
        if (!error.IsExecution)
        {
            return error.Message;
        }

        var tokens = error.Message.Split(": ", 3);
        if (tokens.Length != 3)
        {
            return $"execution error in ({file}): {error.Message}";
        }

        if (Warning(tokens[2]) is { } warning)
        {
            return $"execution error at ({tokens[1]}): {warning}";
        }

        var text = new StringBuilder();
        var last = default(Place);
        for (Exception? current = error; current is not null; current = current.InnerException)
        {
            if (Place.Read(current.Message) is not { } place)
            {
                return error.Message;
            }

            if (place != last)
            {
                place.WriteTo(text);
                last = place;
            }
        }

        return text.ToString().Trim();
    }

    private static string? Warning(string text)
    {
        var start = text.IndexOf(WarningStart, StringComparison.Ordinal);
        var end = text.LastIndexOf(WarningEnd, StringComparison.Ordinal);
        return start >= 0 && end >= start + WarningStart.Length ? text[(start + WarningStart.Length)..end] : null;
    }

    private readonly record struct Place(string? Location, string? Function, string? Text)
    {
        public static Place? Read(string message)
        {
            const string prefix = "template: ";
            if (!message.StartsWith(prefix, StringComparison.Ordinal))
            {
                return null;
            }

            var rest = message[prefix.Length..];
            if (rest.StartsWith("no template ", StringComparison.Ordinal))
            {
                return new Place(null, null, message);
            }

            if (ReadExecuting(rest) is { } place)
            {
                return place;
            }

            var split = rest.LastIndexOf(": ", StringComparison.Ordinal);
            return split < 0 ? null : new Place(rest[..split], null, CutChain(rest[(split + 2)..]));
        }

        public void WriteTo(StringBuilder text)
        {
            if (!string.IsNullOrEmpty(Location))
            {
                text.Append(Location).Append("\n  ");
            }

            if (!string.IsNullOrEmpty(Function))
            {
                text.Append(Function).Append("\n    ");
            }

            if (!string.IsNullOrEmpty(Text))
            {
                text.Append(Text).Append('\n');
            }
        }

        private static Place? ReadExecuting(string rest)
        {
            const string mark = ": executing ";
            var at = rest.IndexOf(mark, StringComparison.Ordinal);
            var after = at < 0 ? "" : rest[(at + mark.Length)..];
            if (after.Length == 0 || after[0] != '"' || after.IndexOf('"', 1) is var quote && quote < 0)
            {
                return null;
            }

            const string place = " at <";
            var tail = after[(quote + 1)..];
            var end = tail.IndexOf(">: ", StringComparison.Ordinal);
            if (!tail.StartsWith(place, StringComparison.Ordinal) || end < place.Length)
            {
                return null;
            }

            var function = $"executing \"{after[1..quote]}\" at <{tail[place.Length..end]}>:";
            return new Place(rest[..at], function, CutChain(tail[(end + 3)..]));
        }

        private static string CutChain(string text)
        {
            var cut = text.IndexOf(" template:", StringComparison.Ordinal);
            return cut < 0 ? text : text[..cut];
        }
    }
}
