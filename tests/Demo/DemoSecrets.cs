using System.Security.Cryptography;

namespace Plumbline.Demo;

/// <summary>Secrets of one run, made anew each time.</summary>
internal sealed record DemoSecrets
{
    public string GitHubHook { get; } = Make();

    public string CiHook { get; } = Make();

    public string SlackSigning { get; } = Make();

    public string SlackToken { get; } = $"xoxb-{Make()}";

    public string GitHubToken { get; } = Make();

    public string Api { get; } = Make();

    private static string Make() => RandomNumberGenerator.GetHexString(40, lowercase: true);
}
