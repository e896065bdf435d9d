namespace Plumbline.Functions.Tests.Cli;

/// <summary>How a run of the program ended.</summary>
internal sealed record PlumbRun(int Exit, string Answer, string Notes);
