namespace Microsoft.Azure.Functions.Worker;

/// <summary>Calls a function for each message of a queue.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : Attribute
{
    /// <summary>The queue.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>Name of the setting that says which account; null for the host's own.</summary>
    public string? Connection { get; set; }
}
