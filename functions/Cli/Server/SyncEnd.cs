using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Functions.Cli.Server;

/// <summary>How waiting for a sync ended.</summary>
/// <param name="App">The application as last seen.</param>
/// <param name="Exit">One of <see cref="ExitCode"/>.</param>
/// <param name="Headline">What did not come about; empty when it did.</param>
/// <param name="Problem">Why; null when it did.</param>
internal sealed record SyncEnd(MapNode App, int Exit, string Headline, Problem? Problem);
