using Plumbline.Git.Fetch;
using Xunit.Runner.InProc.SystemConsole;

namespace Plumbline.Git.Tests;

/// <summary>Runs the tests; started as a fetching child, fetches.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) =>
        args is [FetchChild.Command] ? FetchChild.Run(Console.In, Console.Out) : await ConsoleRunner.Run(args);
}
