using Plumbline.Rendering.Helm.Functions;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>
/// One render: budgets, clock, chance, cluster lookup and the state functions share across all files of the render (as Helm's engine has it per release).
/// For one thread; make one per render.
/// </summary>
internal sealed class TemplateContext
{
    private readonly long _deadline;
    private readonly CancellationToken _cancellation;
    private long _steps;
    private long _output;
    private long _work;
    private int _crypto;

    /// <summary>A render.</summary>
    /// <param name="limits">What it may use up.</param>
    /// <param name="clock">For <c>now</c> and the deadline.</param>
    /// <param name="cancellation">Ends the render with <see cref="OperationCanceledException"/>.</param>
    public TemplateContext(TemplateLimits limits, TimeProvider clock, CancellationToken cancellation)
    {
        Limits = limits;
        Clock = clock;
        _cancellation = cancellation;
        _steps = limits.Steps;
        _output = limits.OutputCharacters;
        _work = limits.WorkCharacters;
        _crypto = limits.CryptoCost;
        _deadline = clock.GetTimestamp() + (long)(limits.Time.TotalSeconds * clock.TimestampFrequency);
    }

    /// <summary>What the render may use up.</summary>
    public TemplateLimits Limits { get; }

    /// <summary>The clock of the deadline, and of <see cref="Now"/> where nothing else is said.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The time that templates are told. Default: the clock's.</summary>
    public DateTimeOffset Now => Told ?? Clock.GetUtcNow();

    /// <summary>The time that templates are told whatever the clock says; null (default) leaves it to the clock.</summary>
    public DateTimeOffset? Told { get; init; }

    /// <summary>Chance for <c>rand…</c>, <c>uuidv4</c>, keys and salts; a render with a seed draws anew for each template. Default: the system's source for secrets.</summary>
    public IRandomBytes Random { get; set; } = SystemRandomBytes.Instance;

    /// <summary>Makes the keys whose chance is <see cref="Random"/>; null (default) leaves keys to the system, whose chance is its own.</summary>
    public SeededKeys? Keys { get; init; }

    /// <summary>What schemas refer to at URLs (T-TPL-8), and what <c>lookup</c> finds; null (the default) means that nothing of it may be asked for.</summary>
    public FetchedParts? Parts { get; init; }

    /// <summary>Whether <c>lookup</c> asks for objects (T-TPL-5). Default false: it finds nothing.</summary>
    public bool LooksUp { get; init; }

    /// <summary>How often each name is being included right now, over all files of the render.</summary>
    internal Dictionary<string, int> IncludeCounts { get; } = new(StringComparer.Ordinal);

    /// <summary>The execution that is calling a function right now.</summary>
    internal Executor? Current { get; set; }

    /// <summary>Takes evaluation steps from the budget and looks at the clock now and then.</summary>
    public void Step(long count = 1)
    {
        var before = _steps;
        _steps = before - count;
        if (_steps < 0)
        {
            throw new TemplateLimitException($"the template takes more than {Limits.Steps} steps");
        }

        // Every 4,096 steps, or when a large charge passes such a mark.
        if ((before ^ _steps) >> 12 != 0)
        {
            CheckTime();
        }
    }

    /// <summary>Takes characters (or list items) a function is about to make from the budget, before it makes them.</summary>
    public void Work(long count)
    {
        // What is below zero was more than a number can hold.
        if (count > _work || count < 0)
        {
            throw new TemplateLimitException($"functions make more than {Limits.WorkCharacters} characters");
        }

        _work -= count;
        Step(count >> 6);
    }

    /// <summary>Takes written characters from the budget.</summary>
    public void Wrote(long count)
    {
        _output -= count;
        if (_output < 0)
        {
            throw new TemplateLimitException($"the output is longer than {Limits.OutputCharacters} characters");
        }
    }

    /// <summary>Takes cost units of a slow crypto function from the budget.</summary>
    public void Crypto(int cost)
    {
        _crypto -= cost;
        if (_crypto < 0)
        {
            throw new TemplateLimitException("too many keys, certificates or password hashes in one render");
        }

        CheckTime();
    }

    /// <summary>Fails when the render was cancelled or its time is up.</summary>
    public void CheckTime()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (Clock.GetTimestamp() > _deadline)
        {
            throw new TemplateLimitException($"the template runs longer than {Limits.Time.TotalSeconds:0.###} s");
        }
    }
}
