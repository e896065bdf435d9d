using Microsoft.AspNetCore.Http;
using Plumbline.Core.State;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Composition;

/// <summary>Lets holders of a token use the API. What is absent and what is not for the caller look the same (T-HOST-7, T-HOST-8).</summary>
public sealed class ApiAccess(ApiTokens tokens)
{
    private const string Scheme = "Bearer ";
    private const int Longest = 512;

    /// <summary>Answers with the JSON of <paramref name="answer"/>, or 401, 403, 404, 503.</summary>
    public async Task<IResult> Answer(HttpRequest request, ApiPermission permission, Func<AccessScope, CancellationToken, Task<string?>> answer, CancellationToken token)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (Caller(request) is not { } caller)
        {
            request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
            return Answers.Refuse(401, "Unauthorized", "Send a token of this installation: Authorization: Bearer TOKEN.");
        }

        if (permission == ApiPermission.Sync && !caller.MaySync)
        {
            // The same whether the application exists or not.
            return Answers.Refuse(403, "Forbidden", "This token may only read.");
        }

        try
        {
            return await answer(caller.Scope, token) is { } json
                ? Answers.Json(permission == ApiPermission.Sync ? 202 : 200, json)
                : Answers.Refuse(404, "NotFound", "There is nothing here that this token may see.");
        }
        catch (StorageException)
        {
            return Answers.Refuse(503, "Unavailable", "Storage cannot be reached; try again.");
        }
    }

    private ApiTokens.ApiToken? Caller(HttpRequest request) =>
        request.AllValues("Authorization") is [{ Length: <= Longest } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? tokens.Find(value[Scheme.Length..])
            : null;
}
