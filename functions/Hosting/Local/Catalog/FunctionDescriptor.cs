using System.Reflection;

namespace Plumbline.Functions.Hosting.Local.Catalog;

/// <summary>A function as it was found.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Class">The class, made for each call.</param>
/// <param name="Method">The method.</param>
/// <param name="Trigger">What calls it.</param>
internal sealed record FunctionDescriptor(string Name, Type Class, MethodInfo Method, Trigger Trigger);

/// <summary>What calls a function.</summary>
internal abstract record Trigger;

/// <summary>An HTTP request.</summary>
/// <param name="Route">Route without a leading slash.</param>
/// <param name="Methods">Methods in upper case.</param>
internal sealed record HttpCall(string Route, IReadOnlyList<string> Methods) : Trigger;

/// <summary>A message.</summary>
/// <param name="Queue">The queue's name without the installation's prefix.</param>
internal sealed record QueueCall(string Queue) : Trigger;

/// <summary>The clock.</summary>
/// <param name="Schedule">Six fields, or <c>%NAME%</c> of a setting.</param>
/// <param name="UseMonitor">Whether a missed run is made up for.</param>
internal sealed record TimerCall(string Schedule, bool UseMonitor) : Trigger;
