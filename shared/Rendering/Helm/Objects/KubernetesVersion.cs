using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Objects;

/// <summary>A Kubernetes version as charts ask for it.</summary>
/// <param name="Version">As given, with a leading <c>v</c>: <c>v1.33.4-gke.100</c>.</param>
/// <param name="Normal">Without what vendors append: <c>v1.33.4</c>; what ranges are checked against.</param>
/// <param name="Major">First number.</param>
/// <param name="Minor">Second number.</param>
internal sealed record KubernetesVersion(string Version, string Normal, string Major, string Minor)
{
    private static readonly KubernetesVersion OfHelm4 = new("v1.36.0", "v1.36.0", "1", "36");
    private static readonly KubernetesVersion OfHelm3 = new("v1.34.0", "v1.34.0", "1", "34");

    /// <summary>What a render without a cluster assumes: the version of the client library Helm is built with.</summary>
    public static KubernetesVersion Default(HelmVersion helm) => helm == HelmVersion.V3 ? OfHelm3 : OfHelm4;

    /// <summary>As a Helm shows it: Helm 3 knows nothing of what vendors append.</summary>
    public KubernetesVersion For(HelmVersion helm) => helm == HelmVersion.V3 ? this with { Version = Normal } : this;

    /// <summary>Reads <c>v1.33.4-gke.100</c>, <c>1.33</c>; at least two numbers are needed.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out KubernetesVersion? version, [NotNullWhen(false)] out string? error)
    {
        version = null;
        error = null;
        var numbers = Numbers(text);
        if (numbers is null)
        {
            error = $"could not parse {GoStrconv.Quote(text)} as version";
            return false;
        }

        if (numbers.Count < 2)
        {
            error = $"illegal version string {GoStrconv.Quote(text)}";
            return false;
        }

        foreach (var number in numbers)
        {
            if (number.Length > 1 && number[0] == '0')
            {
                error = $"illegal zero-prefixed version component {GoStrconv.Quote(number)} in {GoStrconv.Quote(text)}";
                return false;
            }

            if (!ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                error = $"illegal non-numeric version component {GoStrconv.Quote(number)} in {GoStrconv.Quote(text)}";
                return false;
            }
        }

        version = new KubernetesVersion(
            text.StartsWith('v') ? text : "v" + text, "v" + string.Join('.', numbers), numbers[0], numbers[1]);
        return true;
    }

    // \s*v?N(.N)*, then anything that does not go on as digits.
    private static List<string>? Numbers(string text)
    {
        var i = 0;
        while (i < text.Length && char.IsWhiteSpace(text[i]))
        {
            i++;
        }

        i += i < text.Length && text[i] == 'v' ? 1 : 0;
        var numbers = new List<string>();
        while (true)
        {
            var start = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                i++;
            }

            if (i == start)
            {
                return numbers.Count == 0 ? null : numbers;
            }

            numbers.Add(text[start..i]);
            if (i >= text.Length || text[i] != '.')
            {
                return numbers;
            }

            i++;
        }
    }
}
