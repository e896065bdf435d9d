using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Tests.Control;

public sealed class RepositoryChoiceTests
{
    [Theory]
    [InlineData("https://git.test/acme/shop", "https://git.test/ACME/shop.git", true)]
    [InlineData("https://git.test/acme/shop", "https://git.test/acme/shop/", true)]
    [InlineData("https://git.test:443/acme/shop", "https://git.test/acme/shop", true)]
    [InlineData("https://git.test/acme/shop", "http://git.test/acme/shop", false)]
    [InlineData("https://git.test/acme/shop", "https://git.test:8443/acme/shop", false)]
    [InlineData("https://git.test/acme/shop", "https://git.test.evil.test/acme/shop", false)]
    [InlineData("registry.test/charts", "oci://registry.test/charts", true)]
    [InlineData("registry.test:5000/charts", "oci://registry.test:5000/charts", true)]
    public void A_repository_is_known_by_scheme_host_port_and_path(string registered, string url, bool same) =>
        Assert.Equal(same, RepositoryChoice.Credential([Of("one", registered)], url, null) is not null);

    [Theory]
    [InlineData("https://git.test/acme", "https://git.test/acme/shop", true)]
    [InlineData("https://git.test", "https://git.test/acme/shop", true)]
    [InlineData("https://git.test/acm", "https://git.test/acme/shop", false)]
    [InlineData("https://git.test/acme/shop/deep", "https://git.test/acme/shop", false)]
    [InlineData("https://user@git.test/acme", "https://git.test/acme/shop", false)]
    public void A_template_holds_for_what_lies_under_it(string template, string url, bool holds) =>
        Assert.Equal(holds, RepositoryChoice.Credential([Of("one", template) with { IsTemplate = true }], url, null) is not null);

    [Fact]
    public void The_longest_template_wins_whatever_the_order()
    {
        RepositoryRegistration[] all = [Template("host", "https://git.test"), Template("team", "https://git.test/acme/team"), Template("org", "https://git.test/acme")];
        Assert.Equal("team", RepositoryChoice.Credential(all, "https://git.test/acme/team/app", null)?.SecretName);
        Assert.Equal("team", RepositoryChoice.Credential([.. all.Reverse()], "https://git.test/acme/team/app", null)?.SecretName);
        Assert.Equal("org", RepositoryChoice.Credential(all, "https://git.test/acme/other", null)?.SecretName);
    }

    [Fact]
    public void A_repository_with_a_credential_of_its_own_takes_none_from_a_template()
    {
        var template = Template("org", "https://git.test/acme");
        Assert.Equal("own", RepositoryChoice.Credential([template, Of("own", "https://git.test/acme/shop")], "https://git.test/acme/shop", null)?.SecretName);
        Assert.Equal("org", RepositoryChoice.Credential([template, Of("bare", "https://git.test/acme/shop") with { Password = null }], "https://git.test/acme/shop", null)?.SecretName);
    }

    [Fact]
    public void What_is_registered_for_another_project_does_not_count()
    {
        RepositoryRegistration[] all = [Of("all", "https://git.test/acme/shop"), Of("blue", "https://git.test/acme/shop") with { Project = "blue" }];
        Assert.Equal("blue", RepositoryChoice.Credential(all, "https://git.test/acme/shop", "blue")?.SecretName);
        Assert.Equal("all", RepositoryChoice.Credential(all, "https://git.test/acme/shop", "red")?.SecretName);
        Assert.Null(RepositoryChoice.Credential(all[1..], "https://git.test/acme/shop", "red"));
    }

    [Fact]
    public void A_repository_of_one_project_alone_has_an_owner_for_the_others()
    {
        RepositoryRegistration[] all = [Of("blue", "https://git.test/acme/shop") with { Project = "blue" }];
        Assert.Equal("blue", RepositoryChoice.OwnerInstead(all, "https://git.test/acme/shop.git", "red"));
        Assert.Null(RepositoryChoice.OwnerInstead(all, "https://git.test/acme/shop", "blue"));
        Assert.Null(RepositoryChoice.OwnerInstead(all, "https://git.test/acme/other", "red"));
        Assert.Null(RepositoryChoice.OwnerInstead([.. all, Of("all", "https://git.test/acme/shop")], "https://git.test/acme/shop", "red"));
    }

    private static RepositoryRegistration Template(string name, string url) => Of(name, url) with { IsTemplate = true };

    private static RepositoryRegistration Of(string name, string url) => new()
    {
        SecretName = name,
        Url = url,
        Password = "env:PASSWORD",
        Origin = new ObjectOrigin("repositories.yaml", SourcePosition.None),
    };
}
