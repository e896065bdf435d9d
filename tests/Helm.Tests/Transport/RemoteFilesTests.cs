using System.Text;
using Microsoft.Extensions.Time.Testing;
using Plumbline.Core.Charts;
using Plumbline.Helm.Transport;
using Plumbline.Support.Charts;

namespace Plumbline.Helm.Tests.Transport;

public sealed class RemoteFilesTests : IAsyncLifetime
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

    private readonly FakeTimeProvider _clock = new();
    private ChartServer _server = null!;
    private RemoteFiles _files = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ChartServer.Start();
        _files = new RemoteFiles(new ChartOptions { TrustedOrigins = new HashSet<string> { _server.Url } }, _clock);
        _server.Text("/a.json", "one");
    }

    public async ValueTask DisposeAsync()
    {
        _files.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task File_that_may_be_old_is_fetched_once_until_it_is()
    {
        Assert.Equal("one", await Get(Age));
        _server.Text("/a.json", "two");

        _clock.Advance(Age - TimeSpan.FromSeconds(1));
        Assert.Equal("one", await Get(Age));
        Assert.Single(_server.Requests);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("two", await Get(Age));
    }

    [Fact]
    public async Task File_that_may_not_be_old_is_fetched_anew()
    {
        Assert.Equal("one", await Get(Age));
        _server.Text("/a.json", "two");

        Assert.Equal("two", await Get(TimeSpan.Zero));
    }

    [Fact]
    public async Task File_that_could_not_be_had_is_asked_for_again()
    {
        await Assert.ThrowsAsync<ChartRepositoryException>(() => _files.Get($"{_server.Url}/b.json", Age, Token));
        _server.Text("/b.json", "here");

        Assert.Equal("here", Encoding.UTF8.GetString((await _files.Get($"{_server.Url}/b.json", Age, Token)).Span));
    }

    private async Task<string> Get(TimeSpan age) => Encoding.UTF8.GetString((await _files.Get($"{_server.Url}/a.json", age, Token)).Span);
}
