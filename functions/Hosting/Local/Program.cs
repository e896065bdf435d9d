using Plumbline.Functions.Cli;
using Plumbline.Functions.Hosting.Local;
using Plumbline.Git.Fetch;

return args is [FetchChild.Command]
    ? FetchChild.Run(Console.In, Console.Out)
    : await CommandLine.Run(args, Terminal.OfProcess(), ServeCommand.Create());
