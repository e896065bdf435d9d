using System.CommandLine;
using Plumbline.Functions.Hosting.Local;
using Plumbline.Git.Fetch;

if (args is [FetchChild.Command])
{
    return FetchChild.Run(Console.In, Console.Out);
}

var root = new RootCommand("Plumbline: GitOps delivery for Kubernetes without an always-on controller.");
root.Subcommands.Add(ServeCommand.Create());
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
