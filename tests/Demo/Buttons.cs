using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Plumbline.Demo;

/// <summary>What a person has in front of them: the chat with its buttons, the commits with their marks. On loopback, for curl.</summary>
internal sealed class Buttons : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Stage _stage;
    private readonly Senders _senders;

    private Buttons(WebApplication app, Stage stage)
    {
        (_app, _stage) = (app, stage);
        _senders = new Senders(stage.Host, stage.Secrets, TimeProvider.System);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.First() + "/");

    public static async Task<Buttons> Start(Stage stage, CancellationToken token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        var buttons = new Buttons(app, stage);
        app.MapGet("/messages", (RequestDelegate)(context => context.Response.WriteAsync(buttons.Messages())));
        app.MapGet("/statuses", (RequestDelegate)(context => context.Response.WriteAsync(buttons.Statuses())));
        app.MapPost("/press/{action}", (RequestDelegate)buttons.Press);
        app.MapPost("/ask/{application}", (RequestDelegate)buttons.Ask);
        await app.StartAsync(token);
        return buttons;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Press(HttpContext context)
    {
        var action = $"{context.Request.RouteValues["action"]}";
        if (_stage.Recorder.Messages.LastOrDefault(m => m.Button(action) is not null)?.Button(action) is not { } value)
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("No message has such a button now.\n");
            return;
        }

        await _senders.Press(action, value, "you", context.RequestAborted);
        await context.Response.WriteAsync($"pressed {action}\n");
    }

    private async Task Ask(HttpContext context) =>
        await context.Response.WriteAsync($"delivery {await _senders.Ask($"{context.Request.RouteValues["application"]}", "asked by hand", context.RequestAborted)}\n");

    private string Messages()
    {
        var text = new StringBuilder();
        foreach (var message in _stage.Recorder.Messages)
        {
            text.Append(CultureInfo.InvariantCulture, $"{message.Channel}  {message.Text}{(message.Button("approve") is null ? "" : "  [approve] [reject]")}\n");
        }

        return text.ToString();
    }

    private string Statuses()
    {
        var text = new StringBuilder();
        foreach (var status in _stage.Recorder.Statuses)
        {
            text.Append(CultureInfo.InvariantCulture, $"{status.Repository} {status.Commit[..8]} {status.Context} {status.State}: {status.Description}\n");
        }

        return text.ToString();
    }
}
