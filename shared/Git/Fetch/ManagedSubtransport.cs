using System.Buffers;
using LibGit2Sharp;
using Plumbline.Core.Git;
using Plumbline.Core.Streams;
using Plumbline.Git.Transport;

namespace Plumbline.Git.Fetch;

/// <summary>
/// libgit2's network, replaced by ours: libgit2's own follows redirects, asks for credentials by the new URL, has no time-outs and no limits.
/// </summary>
internal sealed class ManagedSubtransport : RpcSmartSubtransport
{
    protected override SmartSubtransportStream Action(string url, GitSmartSubtransportAction action) => action switch
    {
        GitSmartSubtransportAction.UploadPackList => new Exchange(this, isPack: false),
        GitSmartSubtransportAction.UploadPack => new Exchange(this, isPack: true),
        _ => throw new NotSupportedException("only fetching is supported"),
    };

    /// <summary>One request and its answer: what libgit2 writes is the request's body, the first read sends it.</summary>
    private sealed class Exchange(ManagedSubtransport transport, bool isPack) : SmartSubtransportStream(transport)
    {
        private readonly ArrayBufferWriter<byte> _body = new();
        private HttpRequestMessage? _request;
        private HttpResponseMessage? _response;
        private Stream? _answer;

        public override int Write(Stream dataStream, long length)
        {
            var buffer = new byte[length];
            dataStream.ReadExactly(buffer);
            _body.Write(buffer);
            return 0;
        }

        public override int Read(Stream dataStream, long length, out long bytesRead)
        {
            bytesRead = 0;
            var session = FetchSession.Current;
            try
            {
                _answer ??= Send(session);
                var buffer = new byte[Math.Min(length, 65536)];
                var read = _answer.Read(buffer, 0, buffer.Length);
                dataStream.Write(buffer, 0, read);
                bytesRead = read;
                return 0;
            }
            catch (GitException e)
            {
                // libgit2 carries no exception through; the session keeps the reason for the one who started the fetch.
                session.Failure ??= e;
                return -1;
            }
        }

        protected override void Free()
        {
            _answer?.Dispose();
            _response?.Dispose();
            _request?.Dispose();
            base.Free();
        }

        private LimitedStream Send(FetchSession session)
        {
            _request = isPack ? GitHttp.PackRequest(session.Request.Remote, _body.WrittenSpan.ToArray()) : GitHttp.RefsRequest(session.Request.Remote);
            _response = session.Http.SendInPlace(_request);
            return GitHttp.Limited(_response.Content.ReadAsStream(), session.Request.MostBytes, "The repository's pack");
        }
    }
}
