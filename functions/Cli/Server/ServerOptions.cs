using System.CommandLine;
using Plumbline.Core.Problems;

namespace Plumbline.Functions.Cli.Server;

/// <summary>Which server is asked and with which token: flag, then variable, then default. Every command of a server has these options.</summary>
internal sealed class ServerOptions
{
    /// <summary>Where the local host listens unless told.</summary>
    public const string DefaultServer = "http://127.0.0.1:7071";

    private readonly Option<string?> _server = new("--server") { Description = $"Address of the server. Default: PLUMB_SERVER, else {DefaultServer}.", HelpName = "URL" };
    private readonly Option<string?> _token = new("--token") { Description = "Token of the API; better PLUMB_TOKEN, which other users cannot see.", HelpName = "TOKEN" };
    private readonly Option<string?> _tokenFile = new("--token-file") { Description = "File with the token. Default: PLUMB_TOKEN_FILE.", HelpName = "FILE" };
    private readonly Option<bool> _plain = new("--allow-http") { Description = "Sends the token over http to another machine." };

    /// <summary>Puts the options on a command.</summary>
    public ServerOptions(Command command)
    {
        foreach (var option in (Option[])[_server, _token, _tokenFile, _plain])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>A client of the chosen server.</summary>
    /// <exception cref="CommandFailedException">The address or the token is missing or malformed.</exception>
    public ApiClient Connect(ParseResult parsed, Terminal terminal)
    {
        var written = parsed.GetValue(_server) ?? terminal.Variables.GetValueOrDefault("PLUMB_SERVER") ?? DefaultServer;
        if (!Uri.TryCreate(written, UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http") || server.UserInfo.Length > 0 || server.Query.Length > 0)
        {
            throw Refuse("The address of the server is not usable.", "--server", "Write https://HOST, without user, password or query.");
        }

        if (server.Scheme == "http" && !server.IsLoopback && !parsed.GetValue(_plain))
        {
            throw Refuse($"The token would go to {server.Host} over http, for all on the way to read.", "--server", "Use https, or --allow-http on a network you trust.");
        }

        var token = parsed.GetValue(_token) ?? (parsed.GetValue(_tokenFile) is { } file ? Read(file, terminal) : null)
            ?? terminal.Variables.GetValueOrDefault("PLUMB_TOKEN") ?? (terminal.Variables.GetValueOrDefault("PLUMB_TOKEN_FILE") is { Length: > 0 } variable ? Read(variable, terminal) : null);
        if (string.IsNullOrWhiteSpace(token))
        {
            throw new CommandFailedException(ExitCode.Denied, $"cannot ask {server.Authority}", new Problem(CliProblem.Denied, "There is no token.")
            {
                Hint = "Set PLUMB_TOKEN, or name a file with it: --token-file FILE.",
            });
        }

        return token.Trim().Any(c => c is <= ' ' or > '~')
            ? throw Refuse("The token has characters that no token has.", "--token", "Copy it again.")
            : new ApiClient(server, token.Trim());
    }

    private static string Read(string file, Terminal terminal)
    {
        try
        {
            return File.ReadAllText(terminal.Folder.On(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refuse($"The token cannot be read: {e.Message}", "--token-file", null);
        }
    }

    private static CommandFailedException Refuse(string message, string field, string? hint) =>
        new(ExitCode.Usage, "cannot ask the server", new Problem(CliProblem.Usage, message) { Field = field, Hint = hint });
}
