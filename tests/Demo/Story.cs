namespace Plumbline.Demo;

/// <summary>What a push goes through, told in the order in which it happens.</summary>
internal sealed class Story(Stage stage, Buttons buttons, Narrator narrator, bool manual)
{
    private const string Stg = "shop-stage";
    private const string Prod = "shop-production";
    private const string CatalogStage = "catalog-stage";
    private const string CatalogProduction = "catalog-production";
    private const string Basket = "basket-stage";
    private const string Password = "/api/v1/namespaces/shop-basket-stage/secrets/basket-cache";
    private const string Configuration = "/api/v1/namespaces/shop-basket-stage/configmaps/basket";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ForPeople = TimeSpan.FromMinutes(10);

    private readonly Senders _senders = new(stage.Host, stage.Secrets, TimeProvider.System);
    private readonly Witness _witness = new(stage);

    public async Task Tell(CancellationToken token)
    {
        await Register(token);
        await FirstPush(token);
        await Kustomize(token);
        await Chart(token);
        await Approve(token);
        await Drift(token);
        await Prune(token);
        await Break(token);
        await Rollback(token);
        await NewCluster(token);
    }

    private async Task Register(CancellationToken token)
    {
        narrator.Chapter("The control repository is pushed");
        await Pushed(stage.Control, "Applications of the shop", token);
        await narrator.Expect("Applications registered", Soon, t => _witness.Registered([Basket, CatalogProduction, CatalogStage, Prod, Stg], t), token);
    }

    private async Task FirstPush(CancellationToken token)
    {
        narrator.Chapter("The application is pushed");
        await Pushed(stage.Environments, "Values for stage", token);
        await Pushed(stage.Shop, "The shop, 1.0.0", token);
        await narrator.Expect("plan applied to the cluster, namespace first", Later, t => _witness.Image(Stg, "1.0.0", t), token);
        await narrator.Expect("stage is healthy", Later, t => _witness.Ready(Stg, 1, t), token);
        await StatusBecomes("success", "stage", token);
    }

    private async Task Kustomize(CancellationToken token)
    {
        narrator.Chapter("The base of a Kustomize application is changed");
        await narrator.Expect("the overlay of stage is healthy", Later, t => _witness.Healthy(CatalogStage, t), token);
        await narrator.Expect("the overlay of production is healthy", Later, t => _witness.Healthy(CatalogProduction, t), token);
        var delivery = await Pushed(stage.Shop, "catalog 1.9.0", token, s => s.Edit("kustomize/base/deployment.yaml", "shop:1.8.2", "shop:1.9.0", token));
        await narrator.Expect("both overlays are touched and nothing else", Soon, t => _witness.Touches(delivery, [CatalogProduction, CatalogStage], t), token);
        await narrator.Expect("stage runs the base's image", Later, t => _witness.Runs("shop-catalog-stage", "shop", "shop:1.9.0", t), token);
        await narrator.Expect("production runs the image of its overlay", Soon, t => _witness.Runs("shop-catalog-production", "shop", "shop:1.8.2", t), token);
        delivery = await Pushed(stage.Shop, "catalog 1.9.0 for production", token, s => s.Edit("kustomize/overlays/production/kustomization.yaml", "1.8.2", "1.9.0", token));
        await narrator.Expect("only production's overlay is touched", Soon, t => _witness.Touches(delivery, [CatalogProduction], t), token);
        await narrator.Expect("production runs 1.9.0", Later, t => _witness.Runs("shop-catalog-production", "shop", "shop:1.9.0", t), token);
        await StatusBecomes("success", CatalogProduction, token);
    }

    private async Task Chart(CancellationToken token)
    {
        narrator.Chapter("The values of a chart are changed, in a second repository");
        await narrator.Expect("the chart and its subchart are healthy", Later, t => _witness.Healthy(Basket, t), token);
        await narrator.Expect("it runs with the values of the second repository", Soon, t => _witness.Scaled("shop-basket-stage", "basket", 2, t), token);
        var password = await _witness.Data(Password, "password", token);
        var delivery = await Pushed(stage.Environments, "basket: three replicas", token, s => s.Edit("stage/basket.yaml", "replicas: 2", "replicas: 3", token));
        await narrator.Expect("only the chart is touched", Soon, t => _witness.Touches(delivery, [Basket], t), token);
        await narrator.Expect("the chart is scaled", Later, t => _witness.Scaled("shop-basket-stage", "basket", 3, t), token);
        await narrator.Expect("the chart is healthy again", Later, t => _witness.Healthy(Basket, t), token);
        await narrator.Expect("the password that the chart drew is still the same", Soon, t => _witness.Same("password", password, Password, t), token);
        await stage.Api.CreateAsync("/api/v1/namespaces/shop-basket-stage/configmaps", """{"metadata":{"name":"platform"},"data":{"region":"north"}}""", token);
        narrator.Did("wrote ConfigMap platform, which the chart looks up");
        await narrator.Expect("the chart is rendered with it and synced", Later, t => _witness.Holds(Configuration, "REGION", "north", t), token);
        await narrator.Expect("the password is the same after that too", Soon, t => _witness.Same("password", password, Password, t), token);
    }

    private async Task Approve(CancellationToken token)
    {
        narrator.Chapter("CI asks for production, which somebody has to approve");
        await Pushed(stage.Shop, "web 1.1.0", token, s => s.Edit("production/web.yaml", "web:1.0.0", "web:1.1.0", token));
        await AskedAndApproved("the tests of web 1.1.0 passed", token);
        await narrator.Expect("applied exactly as shown", Soon, t => _witness.AppliedAsShown(Prod, t), token);
        await narrator.Expect("production runs what was shown", Soon, t => _witness.Image(Prod, "1.1.0", t), token);
        await narrator.Expect("production is healthy", Later, t => _witness.Ready(Prod, 2, t), token);
        await narrator.Expect("the same Slack message ends as healthy", Soon, _witness.MessageEnds("healthy"), token);
        await StatusBecomes("success", "production", token);
    }

    private async Task Drift(CancellationToken token)
    {
        narrator.Chapter("Somebody changes and deletes objects in the cluster");
        await narrator.Expect("the applications have settled", Soon, t => _witness.Settled([Stg, Prod, Basket, CatalogStage, CatalogProduction], t), token);
        var before = await _witness.Healings(Stg, token);
        await stage.Api.PatchAsync("/apis/apps/v1/namespaces/shop-stage/deployments/web", """{"spec":{"replicas":4}}""", Support.ControlPlane.KubeApi.Merge, token);
        await stage.Api.DeleteAsync("/api/v1/namespaces/shop-stage/configmaps/settings", null, token);
        narrator.Did("scaled Deployment web to 4, deleted ConfigMap settings");
        await narrator.Expect("drift reported", Later, t => _witness.DriftTold(Stg, t), token);
        await narrator.Expect("drift healed", Later, t => _witness.Healed(Stg, before, t), token);
    }

    private async Task Prune(CancellationToken token)
    {
        narrator.Chapter("A file is removed in git");
        await Pushed(stage.Shop, "The sale is over", token, s =>
        {
            s.Delete("stage/banner.yaml");
            return Task.CompletedTask;
        });
        await narrator.Expect("ConfigMap banner is pruned", Later, t => _witness.Gone("/api/v1/namespaces/shop-stage/configmaps/banner", t), token);
        await StatusBecomes("success", "stage", token);
    }

    private async Task Break(CancellationToken token)
    {
        narrator.Chapter("A broken manifest is pushed");
        await narrator.Expect("the applications have settled", Soon, t => _witness.Settled([Stg, Prod, Basket, CatalogStage, CatalogProduction], t), token);
        var before = await _witness.Versions(Stg, token);
        await Pushed(stage.Shop, "More replicas", token, s => s.Edit("stage/web.yaml", "  replicas: 1", "  replicas: [1", token));
        await narrator.Expect("status failure names file, line and reason", Soon, _ => _witness.FailureNames("stage", "stage/web.yaml:"), token);
        await narrator.Expect("the cluster is untouched", Soon, t => _witness.Unchanged(Stg, before, t), token);
    }

    private async Task Rollback(CancellationToken token)
    {
        narrator.Chapter("git revert, and a release that is taken back");
        await stage.Shop.Revert(token);
        await Announce(stage.Shop, "revert of the broken manifest", token);
        await StatusBecomes("success", "stage", token);
        await Pushed(stage.Shop, "web 2.0.0 on stage", token, s => s.Edit("stage/web.yaml", "web:1.0.0", "web:2.0.0", token));
        await narrator.Expect("stage runs 2.0.0", Later, t => _witness.Image(Stg, "2.0.0", t), token);
        await StatusBecomes("success", "stage", token);
        await stage.Shop.Revert(token);
        await Announce(stage.Shop, "revert of web 2.0.0", token);
        await narrator.Expect("rolled back to 1.0.0", Later, t => _witness.Image(Stg, "1.0.0", t), token);
        await StatusBecomes("success", "stage", token);
    }

    private async Task NewCluster(CancellationToken token)
    {
        narrator.Chapter("An empty second cluster takes the first one's place");
        await stage.ReplaceCluster(token);
        narrator.Did("the cluster is empty");
        await narrator.Expect("stage is redeployed from git", Later, t => _witness.Ready(Stg, 1, t), token);
        await narrator.Expect("the catalog is redeployed from git", Later, t => _witness.Healthy(CatalogProduction, t), token);
        await narrator.Expect("the basket is redeployed from git", Later, t => _witness.Healthy(Basket, t), token);
        await AskedAndApproved("production has to come back", token);
        await narrator.Expect("production is redeployed from git", Later, t => _witness.Ready(Prod, 2, t), token);
        await narrator.Expect("production runs what git says", Soon, t => _witness.Image(Prod, "1.1.0", t), token);
    }

    private async Task AskedAndApproved(string reason, CancellationToken token)
    {
        _witness.MarkMessages();
        await _senders.Ask(Prod, reason, token);
        narrator.Did($"CI asks for {Prod}: {reason}");
        await narrator.Expect("Slack message with Approve and Reject", Later, _witness.AskedInSlack, token);
        await narrator.Expect("nothing was applied before the decision", Soon, t => _witness.NothingRuns(Prod, t), token);
        if (manual)
        {
            narrator.Note($"  press: curl -X POST {buttons.Address}press/approve");
        }
        else
        {
            await _senders.Press("approve", _witness.Gate, "ana", token);
            narrator.Did("ana presses Approve");
        }

        await narrator.Expect("the decision is shown", manual ? ForPeople : Soon, _ => _witness.DecisionShown(), token);
    }

    private async Task<string> Pushed(Repository repository, string message, CancellationToken token, Func<Repository, Task>? change = null)
    {
        if (change is not null)
        {
            await change(repository);
        }

        await repository.Push(message, token);
        return await Announce(repository, message, token);
    }

    private async Task<string> Announce(Repository repository, string message, CancellationToken token)
    {
        narrator.Did($"pushed {repository.Tip[..8]} \"{message}\"; GitHub sends a signed webhook");
        var delivery = await _senders.Push(repository.Url, repository.Before, repository.Tip, token);
        await narrator.Expect("webhook taken and handled", Soon, t => _witness.Handled(delivery, t), token);
        return delivery;
    }

    private Task StatusBecomes(string state, string environment, CancellationToken token) =>
        narrator.Expect($"commit {stage.Shop.Tip[..8]} is marked {state} for {environment}", Later, _ => _witness.Status(stage.Shop.Tip, environment, state), token);
}
