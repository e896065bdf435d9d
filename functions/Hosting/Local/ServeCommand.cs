using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Plumbline.Core.Problems;
using Plumbline.Functions.Composition;
using Plumbline.Functions.Hosting.Local.Catalog;

namespace Plumbline.Functions.Hosting.Local;

/// <summary><c>plumb serve</c>: runs the local host until it is told to stop.</summary>
internal static class ServeCommand
{
    private const int WrongConfiguration = 2;
    private const int Failed = 3;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = new Option<FileInfo?>("--config") { Description = "JSON file with settings; variables PLUMBLINE__… go before it." };
        var url = new Option<string?>("--url") { Description = "Where to listen, such as http://127.0.0.1:7071." };
        var command = new Command("serve", "Runs the host: webhooks, queues and timers.") { file, url };
        command.SetAction((parsed, token) => Run(parsed.GetValue(file), parsed.GetValue(url), token));
        return command;
    }

    /// <summary>Serves until told to stop; the exit code. <paramref name="put"/> registers what goes before the product's own parts.</summary>
    internal static async Task<int> Serve(Func<IConfiguration> read, Action<IServiceCollection> put, CancellationToken token)
    {
        try
        {
            var settings = read();
            var host = await HostSettings.Load(settings, token);
            await using var app = LocalHost.Build(settings, services =>
            {
                put(services);
                Composer.Compose(services, settings, host);
            });
            await app.StartAsync(token);
            foreach (var address in app.Urls)
            {
                await Console.Error.WriteLineAsync($"plumb: listening on {address}");
            }

            await ((IHost)app).WaitForShutdownAsync(CancellationToken.None);
            return app.Services.GetRequiredService<HostLifetime>().IsBroken ? Failed : 0;
        }
        catch (ProblemException e)
        {
            return await Refuse(e.Problems.Select(p => p.ToString()));
        }
        catch (FunctionRefusedException e)
        {
            return await Refuse(e.Faults);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return await Refuse([$"{e.Message} Choose another with --url or PLUMBLINE__HOST__URL."]);
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException or FormatException)
        {
            return await Refuse(e.Message.Split('\n'));
        }
    }

    private static Task<int> Run(FileInfo? file, string? url, CancellationToken token) => Serve(() => Settings(file, url), _ => { }, token);

    private static IConfigurationRoot Settings(FileInfo? file, string? url)
    {
        var builder = new ConfigurationBuilder();
        if (file is not null)
        {
            builder.AddJsonFile(file.FullName, optional: false);
        }

        builder.AddEnvironmentVariables();
        return url is null ? builder.Build() : builder.AddInMemoryCollection([new($"{LocalHostOptions.Section}:{nameof(LocalHostOptions.Url)}", url)]).Build();
    }

    private static async Task<int> Refuse(IEnumerable<string> sentences)
    {
        await Console.Error.WriteLineAsync("plumb: the host does not start:");
        foreach (var sentence in sentences)
        {
            await Console.Error.WriteLineAsync($"  {sentence}");
        }

        return WrongConfiguration;
    }
}
