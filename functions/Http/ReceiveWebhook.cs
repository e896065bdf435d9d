using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Functions.Composition;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Http;

/// <summary>Takes webhooks of git hosts and CI. The signature is the key.</summary>
public sealed class ReceiveWebhook(IWebhookInbox inbox)
{
    /// <summary>Answers 202 once the delivery is stored and queued.</summary>
    [Function("ReceiveWebhook")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hooks/{route}")] HttpRequest request, string route, FunctionContext context)
    {
        var webhook = new WebhookRequest(route, request.AllValues, request.Body, request.ContentLength);
        return Answers.Of(request, await inbox.Receive(webhook, request.StopToken(context)));
    }
}
