using System.Text.Json.Nodes;

namespace Plumbline.Support.ControlPlane;

/// <summary>Lists a kind and watches it, for ever, handing on each object as it is and as it changes.</summary>
internal static class WatchLoop
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs until cancelled. A server that refuses or is away is asked again after 200 ms, from the list on.</summary>
    /// <param name="api">The server.</param>
    /// <param name="path">The list's path, over all namespaces.</param>
    /// <param name="handle">Called with each object that is there, one after the other, and whether it was just deleted.</param>
    /// <param name="cancellation">Ends the loop.</param>
    public static async Task RunAsync(KubeApi api, string path, Func<JsonNode, bool, Task> handle, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await ListAndWatchAsync(api, path, handle, cancellation);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or System.Text.Json.JsonException)
            {
                // The server ended the connection, forgot the version or is away: the list says what there is now.
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task ListAndWatchAsync(KubeApi api, string path, Func<JsonNode, bool, Task> handle, CancellationToken cancellation)
    {
        var list = await api.GetAsync(path, cancellation);
        foreach (var item in list["items"]!.AsArray())
        {
            await handle(item!, false);
        }

        var version = list["metadata"]!["resourceVersion"]!.GetValue<string>();
        await foreach (var change in api.WatchAsync(path, version, cancellation))
        {
            var type = change["type"]!.GetValue<string>();
            if (type == "ERROR")
            {
                return;
            }

            await handle(change["object"]!, type == "DELETED");
        }
    }
}
