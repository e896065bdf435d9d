using System.Reflection;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Functions.Hosting.Local.Catalog;
using Plumbline.Functions.Http;

namespace Plumbline.Functions.Tests.Hosting;

/// <summary>The functions of the product keep to what Azure takes, and the local host refuses what Azure refuses.</summary>
public sealed class CatalogTests
{
    private const string Worker = "Microsoft.Azure.Functions.Worker";

    // What a function class may use of the worker's namespace. All of these exist there, with at least the members of the stand-ins.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["FunctionAttribute"] = ["ctor(String)", "Name"],
        ["HttpTriggerAttribute"] = ["ctor(AuthorizationLevel, String[])", "Route", "Methods", "AuthLevel"],
        ["AuthorizationLevel"] = ["Anonymous", "User", "Function", "System", "Admin"],
        ["QueueTriggerAttribute"] = ["ctor(String)", "QueueName", "Connection"],
        ["TimerTriggerAttribute"] = ["ctor(String)", "Schedule", "UseMonitor", "RunOnStartup"],
        ["TimerInfo"] = ["ctor()", "ScheduleStatus", "IsPastDue"],
        ["ScheduleStatus"] = ["ctor()", "Last", "Next", "LastUpdated"],
        ["FunctionContext"] = ["InvocationId", "FunctionId", "BindingContext", "InstanceServices", "Items", "CancellationToken"],
        ["BindingContext"] = ["BindingData"],
    };

    private static Assembly Product => typeof(Healthz).Assembly;

    [Fact]
    public void Functions_of_the_product_are_all_found()
    {
        var names = FunctionCatalog.Find(Product.GetTypes()).Select(f => f.Name);

        Assert.Equal(
            [
                "CheckRefs", "DriftScan", "GiveUpDelivery", "GiveUpReport", "Healthz", "ListApplications", "ListOperations", "ParkOperation", "ParkReconcile", "ProcessDelivery",
                "PublishReport", "ReadApplication", "ReadDelivery", "ReadLedger", "ReadOperation", "ReadPlan", "ReceiveWebhook", "ReconcileApplication", "RequestSync", "Retention",
                "SlackInteractions", "StepOperation", "Sweep",
            ],
            names);
    }

    [Fact]
    public void Stand_ins_are_the_allowed_types_with_the_allowed_members()
    {
        var types = Product.GetTypes().Where(t => t.Namespace?.StartsWith(Worker, StringComparison.Ordinal) == true && t.IsPublic).ToDictionary(t => t.Name);

        Assert.Equal(Allowed.Keys.Order(), types.Keys.Order());
        foreach (var (name, type) in types)
        {
            Assert.Equal(Worker, type.Namespace);
            Assert.Equal(Allowed[name].Order(), Members(type).Order());
        }
    }

    [Fact]
    public void Function_classes_import_nothing_else_of_the_worker()
    {
        var root = typeof(CatalogTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PlumblineRoot").Value!;
        var files = new[] { "Http", "Queues", "Timers", "Composition" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(root, "functions", f), "*.cs", SearchOption.AllDirectories)).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotContain($"{Worker}.", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain("Microsoft.Azure.WebJobs", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void Bodies_of_functions_are_a_few_lines()
    {
        var root = typeof(CatalogTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PlumblineRoot").Value!;
        foreach (var file in new[] { "Http", "Queues", "Timers" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(root, "functions", f), "*.cs", SearchOption.AllDirectories)))
        {
            var text = File.ReadAllText(file);
            Assert.True(text.Split('\n').Length <= 40, file);
            Assert.DoesNotMatch(@"\b(if|for|foreach|while|catch|switch)\s*\(", text);
        }
    }

    public static TheoryData<Type, string> Refused => new()
    {
        { typeof(Outer.Nested), "must not be nested" },
        { typeof(NotSealed), "must be sealed" },
        { typeof(Overloaded), "must not have overloads" },
        { typeof(PrivateMethod), "must be public and not static" },
        { typeof(StaticMethod), "must be public and not static" },
        { typeof(Generic<>), "must not be generic" },
        { typeof(Disposing), "must not be disposable" },
        { typeof(BadName), "the name must be" },
        { typeof(NoTrigger), "exactly one parameter" },
        { typeof(TwoTriggers), "exactly one parameter" },
        { typeof(StringResult), "returns Task<IResult>" },
        { typeof(RootedRoute), "does not begin with '/'" },
        { typeof(AdminRoute), "admin or runtime" },
        { typeof(CatchAll), "must not catch everything" },
        { typeof(TokenParameter), "must be the FunctionContext or a string of the route" },
        { typeof(TextMessage), "stands on a QueueMessage" },
        { typeof(NullableMessage), "without '?'" },
        { typeof(BadQueue), "lower-case letters" },
        { typeof(FiveFields), "six fields" },
        { typeof(AtStartup), "RunOnStartup" },
        { typeof(ValueTaskResult), "returns Task" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_azure_would_not_run_is_refused(Type type, string expected)
    {
        var refusal = Assert.Throws<FunctionRefusedException>(() => FunctionCatalog.Find([type]));

        Assert.Contains(refusal.Faults, f => f.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Same_names_routes_and_queues_are_refused_together()
    {
        var refusal = Assert.Throws<FunctionRefusedException>(() => FunctionCatalog.Find([typeof(One), typeof(Two)]));

        Assert.Equal(3, refusal.Faults.Count);
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.IsEnum
            ? type.GetEnumNames()
            : type.GetConstructors(Own).Select(c => $"ctor({string.Join(", ", c.GetParameters().Select(p => p.ParameterType.Name))})").Concat(type.GetProperties(Own).Select(p => p.Name));
    }
}

public static class Outer
{
    public sealed class Nested
    {
        [Function("A")]
        public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "a")] HttpRequest r) => Task.FromResult(Results.Ok());
    }
}

public class NotSealed
{
    [Function("A")]
    public Task Run([TimerTrigger("0 * * * * *")] TimerInfo t) => Task.CompletedTask;
}

public sealed class Overloaded
{
    [Function("A")]
    public Task Run([TimerTrigger("0 * * * * *")] TimerInfo t) => Task.CompletedTask;

    public Task Run() => Task.CompletedTask;
}

public sealed class PrivateMethod
{
    [Function("A")]
    internal Task Run([TimerTrigger("0 * * * * *")] TimerInfo t) => Task.CompletedTask;
}

public sealed class StaticMethod
{
    [Function("A")]
    public static Task Run([TimerTrigger("0 * * * * *")] TimerInfo t) => Task.CompletedTask;
}

public sealed class Generic<T>
{
    [Function("A")]
    public Task Run([TimerTrigger("0 * * * * *")] TimerInfo t) => Task.FromResult(typeof(T));
}

public sealed class Disposing : IDisposable
{
    [Function("A")]
    public Task Run([TimerTrigger("0 * * * * *")] TimerInfo t) => Task.CompletedTask;

    public void Dispose()
    {
    }
}

public sealed class BadName
{
    [Function("1 a")]
    public Task Run([TimerTrigger("0 * * * * *")] TimerInfo t) => Task.CompletedTask;
}

public sealed class NoTrigger
{
    [Function("A")]
    public Task Run() => Task.CompletedTask;
}

public sealed class TwoTriggers
{
    [Function("A")]
    public Task Run([TimerTrigger("0 * * * * *")] TimerInfo t, [QueueTrigger("abc")] QueueMessage m) => Task.CompletedTask;
}

public sealed class StringResult
{
    [Function("A")]
    public Task<string> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "a")] HttpRequest r) => Task.FromResult("");
}

public sealed class RootedRoute
{
    [Function("A")]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/a")] HttpRequest r) => Task.FromResult(Results.Ok());
}

public sealed class AdminRoute
{
    [Function("A")]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "administration")] HttpRequest r) => Task.FromResult(Results.Ok());
}

public sealed class CatchAll
{
    [Function("A")]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*all}")] HttpRequest r) => Task.FromResult(Results.Ok());
}

public sealed class TokenParameter
{
    [Function("A")]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "a")] HttpRequest r, CancellationToken token) => Task.FromResult(Results.Ok());
}

public sealed class TextMessage
{
    [Function("A")]
    public Task Run([QueueTrigger("abc")] string message) => Task.CompletedTask;
}

public sealed class NullableMessage
{
    [Function("A")]
    public Task Run([QueueTrigger("abc")] QueueMessage? message) => Task.CompletedTask;
}

public sealed class BadQueue
{
    [Function("A")]
    public Task Run([QueueTrigger("Abc--d")] QueueMessage message) => Task.CompletedTask;
}

public sealed class FiveFields
{
    [Function("A")]
    public Task Run([TimerTrigger("* * * * *")] TimerInfo t) => Task.CompletedTask;
}

public sealed class AtStartup
{
    [Function("A")]
    public Task Run([TimerTrigger("0 * * * * *", RunOnStartup = true)] TimerInfo t) => Task.CompletedTask;
}

public sealed class ValueTaskResult
{
    [Function("A")]
    public ValueTask Run([TimerTrigger("0 * * * * *")] TimerInfo t) => ValueTask.CompletedTask;
}

public sealed class One
{
    [Function("Same")]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "a/{x}")] HttpRequest r, string x) => Task.FromResult(Results.Ok());

    [Function("OneQueue")]
    public Task Take([QueueTrigger("abc")] QueueMessage m) => Task.CompletedTask;
}

public sealed class Two
{
    [Function("same")]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "GET", Route = "a/{y}")] HttpRequest r, string y) => Task.FromResult(Results.Ok());

    [Function("TwoQueue")]
    public Task Take([QueueTrigger("abc")] QueueMessage m) => Task.CompletedTask;
}
