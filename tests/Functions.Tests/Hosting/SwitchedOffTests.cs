using Microsoft.Extensions.Configuration;
using Plumbline.Functions.Hosting.Local.Catalog;
using Plumbline.Functions.Http;

namespace Plumbline.Functions.Tests.Hosting;

/// <summary>Functions are switched off by the setting that Azure has for it.</summary>
public sealed class SwitchedOffTests
{
    private static readonly IReadOnlyList<FunctionDescriptor> All = FunctionCatalog.Find(typeof(Healthz).Assembly.GetTypes());

    [Theory]
    [InlineData("AzureWebJobs.Sweep.Disabled")]
    [InlineData("AzureWebJobs:Sweep:Disabled")]
    [InlineData("azurewebjobs:sweep:disabled")]
    public void Function_that_is_switched_off_is_not_run(string key)
    {
        var left = SwitchedOff.Without(All, Settings((key, "true")));

        Assert.Equal(All.Select(f => f.Name).Where(n => n != "Sweep"), left.Select(f => f.Name));
    }

    [Fact]
    public void Without_such_a_setting_and_with_false_all_run() =>
        Assert.Equal(All, SwitchedOff.Without(All, Settings(("AzureWebJobs:Sweep:Disabled", "false"), ("AzureWebJobsStorage", "x"))));

    [Fact]
    public void All_mistakes_are_told_together()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => SwitchedOff.Without(All, Settings(("AzureWebJobs:Swep:Disabled", "true"), ("AzureWebJobs.Sweep.Disabled", "yes"))));

        Assert.Contains("AzureWebJobs__Swep__Disabled: there is no function 'Swep'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("AzureWebJobs.Sweep.Disabled must be true or false.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_that_only_serves_takes_webhooks_and_leaves_the_work_to_others()
    {
        await using var host = await TestHost.Start(settings: new Dictionary<string, string?> { ["AzureWebJobs:ProcessDelivery:Disabled"] = "true" });

        Assert.Equal(202, (await host.Send(TestHost.GitHub(TestHost.Push()))).Status);
        await Task.Delay(500, TestContext.Current.CancellationToken);

        Assert.Single(host.Queue.Bodies("deliveries"));
        Assert.DoesNotContain(host.Handlers.Calls, c => c.StartsWith("handle", StringComparison.Ordinal));
    }

    private static IConfiguration Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build();
}
