using System.CommandLine;
using Plumbline.Functions.Hosting.Local;

var root = new RootCommand("Plumbline: GitOps delivery for Kubernetes without an always-on controller.");
root.Subcommands.Add(ServeCommand.Create());
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
