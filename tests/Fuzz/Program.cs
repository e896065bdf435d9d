using Plumbline.Fuzz;
using SharpFuzz;

// fuzz TARGET [FILE]: with a file runs it once, to look at a find; without one speaks to libFuzzer or afl-fuzz over an instrumented build.
var target = FuzzTarget.All.FirstOrDefault(t => args.Length > 0 && t.Name == args[0]);
if (target is null)
{
    Console.Error.WriteLine("fuzz TARGET [FILE]; targets: " + string.Join(", ", FuzzTarget.All.Select(t => t.Name)));
    return 2;
}

if (args.Length > 1)
{
    target.Run(File.ReadAllBytes(args[1]));
    return 0;
}

Fuzzer.LibFuzzer.Run(input => target.Run(input.ToArray()));
return 0;
