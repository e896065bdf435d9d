using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Plumbline.Core.Messages;

namespace Plumbline.Architecture;

/// <summary>What stands twice, in code and in the files of <c>infra/</c>, is the same.</summary>
public sealed partial class InfraTests
{
    private static string Text(string path) => File.ReadAllText(Path.Combine(Checkout.Root, path));

    [Fact]
    public void The_scaler_watches_every_queue_of_work()
    {
        var queues = typeof(QueueName).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.Name != nameof(QueueName.PoisonSuffix)).Select(f => (string)f.GetRawConstantValue()!);

        var watched = Queue().Matches(Text("infra/container/keda.yaml")).Select(m => m.Groups["name"].Value);

        Assert.Equal(queues.Order(StringComparer.Ordinal), watched.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_scaler_asks_for_as_many_messages_as_a_host_takes_at_once()
    {
        var queues = JsonDocument.Parse(Text("host.json")).RootElement.GetProperty("extensions").GetProperty("queues");
        var atOnce = queues.GetProperty("batchSize").GetInt32() + queues.GetProperty("newBatchThreshold").GetInt32();

        var lengths = Length().Matches(Text("infra/container/keda.yaml")).Select(m => int.Parse(m.Groups["n"].Value));

        Assert.All(lengths, n => Assert.Equal(atOnce, n));
    }

    [Fact]
    public void Both_hosts_have_the_same_schedules()
    {
        var local = Setting().Matches(Text("functions/Hosting/Local/ScheduleDefaults.cs")).Select(m => (m.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal), m.Groups["cron"].Value)).ToList();

        var azure = BicepSetting().Matches(Text("infra/main.bicep")).Select(m => (m.Groups["name"].Value, m.Groups["cron"].Value));

        Assert.NotEmpty(local);
        Assert.Equal(local.Order(), azure.Order());
    }

    [Fact]
    public void Azure_keeps_a_warm_instance_and_no_key_of_the_storage()
    {
        var bicep = Text("infra/main.bicep");

        Assert.Contains("alwaysReady: [{ name: 'http', instanceCount: 1 }]", bicep, StringComparison.Ordinal);
        Assert.Contains("allowSharedKeyAccess: false", bicep, StringComparison.Ordinal);
        Assert.DoesNotContain("listKeys", bicep, StringComparison.Ordinal);
        Assert.DoesNotContain("FUNCTIONS_WORKER_RUNTIME", bicep, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"queueName: (?<name>[\w-]+)")]
    private static partial Regex Queue();

    [GeneratedRegex("queueLength: \"(?<n>\\d+)\"")]
    private static partial Regex Length();

    [GeneratedRegex("\\[\"(?<name>Plumbline:Schedules:\\w+)\"\\] = \"(?<cron>[^\"]+)\"")]
    private static partial Regex Setting();

    [GeneratedRegex("name: '(?<name>Plumbline__Schedules__\\w+)', value: '(?<cron>[^']+)'")]
    private static partial Regex BicepSetting();
}
