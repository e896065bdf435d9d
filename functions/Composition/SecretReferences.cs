using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;
using Plumbline.Core.State;

namespace Plumbline.Functions.Composition;

/// <summary>Secrets from the environment, from files (mounted secrets) and from one Key Vault.</summary>
/// <param name="environment">Variables of the process.</param>
/// <param name="vault">The vault; null where none is configured.</param>
/// <param name="credential">Identity for the vault; null for the process's own.</param>
public sealed class SecretReferences(IConfiguration environment, Uri? vault, TokenCredential? credential = null) : ISecretReferences
{
    /// <summary>Name of the setting that holds the vault's URI.</summary>
    public const string VaultSetting = "Plumbline:KeyVault";

    private const int MaxFile = 64 * 1024;
    private readonly Lazy<SecretClient?> _vault = new(() => vault is null ? null : new SecretClient(vault, credential ?? new DefaultAzureCredential()));

    /// <inheritdoc/>
    public async Task<string?> Find(string reference, CancellationToken token)
    {
        var colon = reference.IndexOf(':', StringComparison.Ordinal);
        var name = reference[(colon + 1)..];
        return (colon < 0 || name.Length == 0 ? "" : reference[..colon]) switch
        {
            // Configuration writes a variable's "__" as ':'.
            "env" => environment[name.Replace("__", ":", StringComparison.Ordinal)],
            "file" => await ReadFile(name, token),
            "keyvault" => await ReadVault(name, token),
            _ => throw Refuse("A reference to a secret has the form env:NAME, file:PATH or keyvault:NAME."),
        };
    }

    private static async Task<string?> ReadFile(string path, CancellationToken token)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            throw Refuse("file: takes an absolute path.");
        }

        try
        {
            var file = new FileInfo(path);
            return !file.Exists ? null
                : file.Length > MaxFile ? throw Refuse("The file of a secret is over 64 KiB.")
                : (await File.ReadAllTextAsync(path, token)).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refuse("The file of a secret cannot be read by this process.");
        }
    }

    private static ProblemException Refuse(string message) => new(new Problem(ProblemCode.FieldInvalid, message));

    private async Task<string?> ReadVault(string name, CancellationToken token)
    {
        if (_vault.Value is not { } client)
        {
            throw Refuse($"keyvault: needs the setting {VaultSetting}, the vault's URI.");
        }

        try
        {
            return (await client.GetSecretAsync(name, cancellationToken: token)).Value.Value;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
        catch (RequestFailedException e)
        {
            throw new StorageException($"the Key Vault answered {e.Status} {e.ErrorCode}", e.Status is 0 or 408 or 429 or >= 500);
        }
        catch (AuthenticationFailedException)
        {
            throw new StorageException("no token for the Key Vault could be had", isTransient: true);
        }
    }
}
