
namespace Plumbline.Functions.Tests.Cli;

/// <summary>A folder with files for one test.</summary>
internal sealed class CommandFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("plumb-cli-").FullName;

    public string Full => _path;

    public string At(string relative) => Path.Combine(_path, relative);

    public CommandFolder With(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(relative))!);
        File.WriteAllText(At(relative), text);
        return this;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
