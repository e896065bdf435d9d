using Microsoft.Extensions.DependencyInjection;
using Plumbline.Storage.Tests;
using Plumbline.Support.Azurite;
using Plumbline.Support.RealParts;

[assembly: AssemblyFixture(typeof(AzuriteAccount))]

namespace Plumbline.Storage.Tests;

/// <summary>One real Azurite for all tests of this assembly, started by the first that asks.</summary>
public sealed class AzuriteAccount : IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private AzuriteServer? _server;
    private ServiceProvider? _services;
    private RealPartUnavailableException? _missing;

    /// <summary>The adapters on the real server; skips the test, or fails it where real parts are required, when there is none.</summary>
    public async Task<IServiceProvider> Services()
    {
        await _one.WaitAsync();
        try
        {
            if (_services is null && _missing is null)
            {
                _server = await AzuriteServer.StartAsync(new AzuriteOptions(), CancellationToken.None);
                _services = new ServiceCollection().AddStorage(new StorageOptions { ConnectionString = _server.ConnectionString, Prefix = "tests" }).BuildServiceProvider();
            }
        }
        catch (RealPartUnavailableException e)
        {
            _missing = e;
        }
        finally
        {
            _one.Release();
        }

        if (_missing is not null)
        {
            Assert.SkipUnless(RealPartPolicy.IsRequired, _missing.Message);
            throw _missing;
        }

        return _services!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _one.Dispose();
    }
}
