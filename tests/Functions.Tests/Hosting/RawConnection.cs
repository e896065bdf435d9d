using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Plumbline.Functions.Tests.Hosting;

/// <summary>A connection on which a test writes what no client library would.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

    private RawConnection()
    {
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RawConnection> Open(int port)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync("127.0.0.1", port, Token);
        return connection;
    }

    /// <summary>Writes a request and reads its answer.</summary>
    public static async Task<RawAnswer> Send(int port, string text)
    {
        using var connection = await Open(port);
        await connection.Write(text);
        return await connection.Answer();
    }

    /// <summary>Writes text, a byte for a character; false when the other side has ended the connection.</summary>
    public async Task<bool> Write(string text)
    {
        try
        {
            for (var bytes = Encoding.Latin1.GetBytes(text).AsMemory(); bytes.Length > 0;)
            {
                bytes = bytes[await _socket.SendAsync(bytes, Token)..];
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Nothing more comes from this side.</summary>
    public void Finish() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next answer; status 0 when the connection ended without one.</summary>
    public async Task<RawAnswer> Answer()
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(Patience);
        while (!IsWhole(text.ToString()))
        {
            try
            {
                var read = await _socket.ReceiveAsync(buffer, stop.Token);
                if (read == 0)
                {
                    break;
                }

                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
            catch (SocketException)
            {
                break;
            }
        }

        return RawAnswer.Of(text.ToString());
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end >= 0 && RawAnswer.Of(text).Length is { } length && text.Length >= end + 4 + length;
    }
}

/// <summary>What came back.</summary>
/// <param name="Status">Its status; 0 for none.</param>
/// <param name="Head">Its headers.</param>
/// <param name="Body">Its body.</param>
internal sealed record RawAnswer(int Status, string Head, string Body)
{
    /// <summary>The length it says its body has; null when it does not.</summary>
    public int? Length => Head.Split("\r\n").FirstOrDefault(h => h.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase)) is { } header
        ? int.Parse(header["Content-Length: ".Length..], CultureInfo.InvariantCulture) : null;

    public static RawAnswer Of(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? new RawAnswer(0, "", "") : new RawAnswer(int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text[..end], text[(end + 4)..]);
    }
}
