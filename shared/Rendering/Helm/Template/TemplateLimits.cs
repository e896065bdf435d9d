namespace Plumbline.Rendering.Helm.Template;

/// <summary>What one render may use up (T-TPL-1, 2, 4). Reaching a limit is a <see cref="TemplateException"/> naming file and line.</summary>
internal sealed record TemplateLimits
{
    /// <summary>Evaluation steps: nodes walked, loop turns, items and characters functions work on (scaled). Default 10,000,000.</summary>
    public long Steps { get; init; } = 10_000_000;

    /// <summary>Characters written by all templates of the render together. Default 50 Mi.</summary>
    public long OutputCharacters { get; init; } = 50L * 1024 * 1024;

    /// <summary>Characters of text and items of lists functions may make in all. Default 200 Mi.</summary>
    public long WorkCharacters { get; init; } = 200L * 1024 * 1024;

    /// <summary>Nesting of template calls of any kind. Default 2,000 (Helm stops an include of one name after 1,000).</summary>
    public int Depth { get; init; } = 2_000;

    /// <summary>Nesting of maps and lists a function may walk; also what catches a value that contains itself. Default 500.</summary>
    public int ValueDepth { get; init; } = 500;

    /// <summary>
    /// Cost units for slow crypto functions; an RSA key of 4,096 bits costs 160, one of a certificate 40, a bcrypt hash 10, an ECDSA key 2. Default 2,000: charts of several
    /// parts draw the same key of 4,096 bits three times and more.
    /// </summary>
    public int CryptoCost { get; init; } = 2_000;

    /// <summary>Wall-clock time of the render. Default 30 s.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);
}
