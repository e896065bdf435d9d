using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Plumbline.Core.Charts;
using Plumbline.Core.Git;
using Plumbline.Core.Problems;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Tests.Composition;

public sealed class ProductSettingsTests
{
    private static readonly Dictionary<string, string?> Good = new(StringComparer.Ordinal)
    {
        ["Plumbline:Storage:ConnectionString"] = "UseDevelopmentStorage=true",
        ["Plumbline:Sync:ControlRepository"] = "https://git.test/acme/control",
    };

    [Fact]
    public async Task Everything_that_renders_can_be_put_together()
    {
        var configuration = Configuration();
        var host = await HostSettings.Load(configuration, TestContext.Current.CancellationToken);
        var services = new ServiceCollection().AddLogging();
        Composer.Compose(services, configuration, host);
        await using var process = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.NotNull(process.GetRequiredService<IReconcileHandler>());
        Assert.NotNull(process.GetRequiredService<IRefCheck>());
        Assert.NotNull(process.GetRequiredService<IChartRepositories>());
        Assert.Equal(3, process.GetServices<IGitCredentials>().Count());
    }

    [Fact]
    public async Task Settings_of_charts_and_renderers_are_read()
    {
        var product = (await HostSettings.Load(
            Configuration(
                ("Plumbline:Charts:TrustedOrigins:0", "https://charts.corp:8443"),
                ("Plumbline:Charts:ValueFileHosts:0", "values.corp"),
                ("Plumbline:Charts:TokenHosts:registry.corp", "login.corp"),
                ("Plumbline:Charts:RangeAge", "00:01:00"),
                ("Plumbline:Rendering:KustomizeBuildOptions", "--enable-helm --load-restrictor LoadRestrictionsNone")),
            TestContext.Current.CancellationToken)).Product;

        Assert.Equal(["https://charts.corp:8443"], product.Charts.TrustedOrigins);
        Assert.Equal(["values.corp"], product.Charts.ValueFileHosts);
        Assert.Equal("login.corp", product.Charts.TokenHosts["registry.corp"]);
        Assert.Equal(TimeSpan.FromMinutes(1), product.Charts.RangeAge);
        Assert.Equal("--enable-helm --load-restrictor LoadRestrictionsNone", product.Rendering.KustomizeBuildOptions);
    }

    [Theory]
    [InlineData("Plumbline:Charts:TrustedOrigins:0", "charts.corp", "no origin")]
    [InlineData("Plumbline:Charts:TrustedOrigins:0", "https://charts.corp/path", "no origin")]
    [InlineData("Plumbline:Charts:Timeout", "00:00:00", "Timeout")]
    [InlineData("Plumbline:Charts:MostIndexBytes", "0", "MostIndexBytes")]
    [InlineData("Plumbline:Rendering:KustomizeBuildOptions", "--enable-exec", "'--enable-exec' is not supported")]
    [InlineData("Plumbline:Sync:RenderKey", "env:PLUMBLINE_TEST_NO_SUCH_KEY", "does not exist")]
    [InlineData("Plumbline:Sync:RenderKey", "a key that stands in the settings themselves", "reference")]
    public async Task A_setting_that_makes_no_sense_stops_the_start(string name, string value, string message)
    {
        var thrown = await Assert.ThrowsAsync<ProblemException>(() => HostSettings.Load(Configuration((name, value)), TestContext.Current.CancellationToken));
        Assert.Contains(thrown.Problems, p => p.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a key of thirty-two bytes or more", true)]
    [InlineData("a key of less", false)]
    public async Task Key_of_what_charts_draw_is_read_at_the_start(string key, bool isGood)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7()}.key");
        await File.WriteAllTextAsync(file, key, TestContext.Current.CancellationToken);
        try
        {
            var loading = HostSettings.Load(Configuration(("Plumbline:Sync:RenderKey", $"file:{file}")), TestContext.Current.CancellationToken);
            if (isGood)
            {
                Assert.NotNull((await loading).Product.RenderKey);
            }
            else
            {
                var problem = Assert.Single((await Assert.ThrowsAsync<ProblemException>(() => loading)).Problems);
                Assert.Equal(("Plumbline:Sync:RenderKey", "The key must have 32 bytes or more."), (problem.Field, problem.Message));
                Assert.DoesNotContain(key, problem.ToString(), StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IConfigurationRoot Configuration(params (string Name, string Value)[] more) => new ConfigurationBuilder()
        .AddInMemoryCollection(Good.Concat(more.Select(m => KeyValuePair.Create(m.Name, (string?)m.Value))))
        .Build();
}
