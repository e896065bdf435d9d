using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Plumbline.Flows;
using Plumbline.Functions.Composition;

namespace Plumbline.Functions.Http;

/// <summary>Takes presses of buttons in Slack. The signature is the key.</summary>
public sealed class SlackInteractions(IInteractionHandler handler, InteractionReader reader)
{
    /// <summary>Answers within Slack's 3 seconds; the decision takes effect later.</summary>
    [Function("SlackInteractions")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "slack/interactions")] HttpRequest request, FunctionContext context) =>
        reader.Answer(request, handler, request.StopToken(context));
}
