using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>A setting from a flag of the <c>--set</c> family.</summary>
/// <param name="Kind">The flag.</param>
/// <param name="Text">The setting line.</param>
public sealed record ValueSetting(SetKind Kind, string Text);

/// <summary>Puts together what the user gives over a chart's own values: files first, then settings by the rank of their flag.</summary>
internal static class ValueSources
{
    private static readonly (SetKind Kind, string Flag)[] Ranks =
    [
        (SetKind.Json, "--set-json"), (SetKind.Typed, "--set"), (SetKind.Text, "--set-string"), (SetKind.File, "--set-file"),
        (SetKind.Literal, "--set-literal"),
    ];

    /// <summary>Lays all settings over <paramref name="values"/>: JSON, typed, text, files, literals, whatever their order on the command line.</summary>
    /// <returns>The values with the settings; parts may be shared with <paramref name="values"/>, which may be changed.</returns>
    /// <exception cref="GoErrorException">A setting is malformed; the message is Helm's.</exception>
    public static GoMap Apply(GoMap values, IReadOnlyList<ValueSetting> settings, Func<string, string>? readFile, HelmVersion helm = HelmVersion.V4)
    {
        foreach (var (kind, flag) in Ranks)
        {
            foreach (var setting in settings)
            {
                if (setting.Kind != kind)
                {
                    continue;
                }

                try
                {
                    ApplySetting(kind, setting.Text, ref values, readFile, helm);
                }
                catch (GoErrorException e)
                {
                    throw new GoErrorException(Wording(flag, setting, e.Message, helm), e);
                }
            }
        }

        return values;
    }

    /// <summary>Lays one setting over <paramref name="values"/>. JSON may also be a whole object, which is merged in; not for Helm 3.</summary>
    /// <exception cref="GoErrorException">The setting is malformed.</exception>
    public static void ApplySetting(SetKind kind, string text, ref GoMap values, Func<string, string>? readFile, HelmVersion helm = HelmVersion.V4)
    {
        var trimmed = text.Trim();
        if (helm == HelmVersion.V4 && kind == SetKind.Json && trimmed.StartsWith('{'))
        {
            values = GoValues.Overlay(values, (GoMap)GoJson.Decode(trimmed)!);
            return;
        }

        SetSyntax.Apply(kind, text, values, readFile, helm);
    }

    // Helm leaves the reason out for JSON.
    private static string Wording(string flag, ValueSetting setting, string reason, HelmVersion helm) =>
        setting.Kind != SetKind.Json ? $"failed parsing {flag} data: {reason}"
        : helm == HelmVersion.V4 && setting.Text.AsSpan().TrimStart().StartsWith("{") ? $"failed parsing {flag} data JSON: {setting.Text}"
        : $"failed parsing {flag} data {setting.Text}";
}
