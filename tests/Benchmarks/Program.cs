using BenchmarkDotNet.Running;

// In this process: BenchmarkDotNet looks for a project by the name of its program, and ours has a prefix.
const string InProcess = "--inProcess";
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Contains(InProcess) ? args : [.. args, InProcess]);
