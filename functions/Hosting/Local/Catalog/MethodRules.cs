using System.Reflection;
using System.Text.RegularExpressions;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Functions.Hosting.Local.Catalog;

/// <summary>What a function's method must be.</summary>
internal static partial class MethodRules
{
    private static readonly string[] ReservedRoutes = ["admin", "runtime"];

    /// <summary>What is wrong, one sentence each; empty when nothing is.</summary>
    public static IReadOnlyList<string> Check(string name, MethodInfo method)
    {
        var faults = new List<string>();
        void Refuse(bool wrong, string sentence)
        {
            if (wrong)
            {
                faults.Add($"Function {name}: {sentence}");
            }
        }

        Refuse(!FunctionName().IsMatch(name), "the name must be a letter and up to 127 letters, digits, '_' and '-'.");
        Refuse(!method.IsPublic || method.IsStatic, "the method must be public and not static.");
        Refuse(method.IsGenericMethod, "the method must not be generic.");
        var parameters = method.GetParameters();
        Refuse(parameters.Any(p => p.ParameterType.IsByRef), "parameters must not be ref, out or in.");
        var triggers = parameters.Where(p => TriggerOf(p) is not null).ToList();
        Refuse(triggers.Count != 1, "exactly one parameter must have a trigger.");
        if (triggers.Count == 1 && parameters.All(p => !p.ParameterType.IsByRef))
        {
            faults.AddRange(CheckTrigger(name, method, triggers[0], TriggerOf(triggers[0])!));
        }

        return faults;
    }

    private static Attribute? TriggerOf(ParameterInfo parameter) =>
        parameter.GetCustomAttributes().FirstOrDefault(a => a is HttpTriggerAttribute or QueueTriggerAttribute or TimerTriggerAttribute);

    private static List<string> CheckTrigger(string name, MethodInfo method, ParameterInfo trigger, Attribute attribute)
    {
        var others = method.GetParameters().Where(p => p.Position != trigger.Position).ToList();
        var faults = attribute switch
        {
            HttpTriggerAttribute http => CheckHttp(http, trigger, others, method.ReturnType),
            QueueTriggerAttribute queue => CheckQueue(queue, trigger, others, method.ReturnType),
            TimerTriggerAttribute timer => CheckTimer(timer, trigger, others, method.ReturnType),
            _ => [],
        };
        return [.. faults.Where(f => f.Length > 0).Select(f => $"Function {name}: {f}")];
    }

    private static IEnumerable<string> CheckHttp(HttpTriggerAttribute http, ParameterInfo trigger, List<ParameterInfo> others, Type answer)
    {
        var route = http.Route ?? "";
        var names = RouteParameter().Matches(route).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        yield return trigger.ParameterType == typeof(HttpRequest) ? "" : "an HTTP trigger stands on an HttpRequest.";
        yield return answer == typeof(Task<IResult>) || answer == typeof(Task<IActionResult>) ? "" : "an HTTP function returns Task<IResult> or Task<IActionResult>; anything else is answered with an empty 200.";
        yield return http.Methods is { Length: > 0 } ? "" : "an HTTP trigger names its methods.";
        yield return route.Length > 0 && !route.StartsWith('/') ? "" : "a route is written and does not begin with '/'.";
        yield return ReservedRoutes.Any(r => route.StartsWith(r, StringComparison.OrdinalIgnoreCase)) ? "a route must not begin with admin or runtime." : "";
        yield return route.Contains("{*", StringComparison.Ordinal) ? "a route must not catch everything (T-HOST-1)." : "";
        foreach (var other in others)
        {
            yield return other.ParameterType == typeof(FunctionContext) || (other.ParameterType == typeof(string) && names.Contains(other.Name!))
                ? ""
                : $"parameter {other.Name} must be the FunctionContext or a string of the route, since callers may fill any other by a query key.";
        }
    }

    private static IEnumerable<string> CheckQueue(QueueTriggerAttribute queue, ParameterInfo trigger, List<ParameterInfo> others, Type answer)
    {
        var nullable = new NullabilityInfoContext().Create(trigger).ReadState == NullabilityState.Nullable;
        yield return trigger.ParameterType == typeof(QueueMessage) && !nullable ? "" : "a queue trigger stands on a QueueMessage, without '?'.";
        yield return answer == typeof(Task) ? "" : "a queue function returns Task.";
        yield return QueueText().IsMatch(queue.QueueName) && queue.QueueName.Length <= 63 ? "" : "a queue's name has 3 to 63 lower-case letters, digits and single '-'.";
        yield return queue.Connection is null ? "" : "a queue trigger uses the host's own storage account.";
        yield return others.All(p => p.ParameterType == typeof(FunctionContext)) ? "" : "a queue function takes nothing else but a FunctionContext.";
    }

    private static IEnumerable<string> CheckTimer(TimerTriggerAttribute timer, ParameterInfo trigger, List<ParameterInfo> others, Type answer)
    {
        yield return trigger.ParameterType == typeof(TimerInfo) ? "" : "a timer trigger stands on a TimerInfo.";
        yield return answer == typeof(Task) ? "" : "a timer function returns Task.";
        yield return timer.RunOnStartup ? "RunOnStartup fires at every start and scale-out; leave it off." : "";
        yield return SettingName().IsMatch(timer.Schedule) || Timers.TimerSchedule.TryParse(timer.Schedule, out _) ? "" : "a schedule has six fields, seconds first, or is %NAME% of a setting.";
        yield return others.All(p => p.ParameterType == typeof(FunctionContext)) ? "" : "a timer function takes nothing else but a FunctionContext.";
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$", RegexOptions.NonBacktracking)]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"\{([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.NonBacktracking)]
    private static partial Regex RouteParameter();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.NonBacktracking)]
    private static partial Regex QueueText();

    [GeneratedRegex("^%[^%]+%$", RegexOptions.NonBacktracking)]
    private static partial Regex SettingName();
}
