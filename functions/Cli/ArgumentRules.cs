using System.CommandLine;

namespace Plumbline.Functions.Cli;

/// <summary>Rules on arguments that the library does not have.</summary>
internal static class ArgumentRules
{
    /// <summary>Refuses a flag that the command does not have instead of taking it for a name.</summary>
    public static void RefuseFlags<T>(this Argument<T> argument) => argument.Validators.Add(result =>
    {
        if (result.Tokens.FirstOrDefault(t => t.Value.StartsWith('-') && t.Value != "-") is { } flag)
        {
            result.AddError($"unknown flag: {flag.Value}");
        }
    });
}
