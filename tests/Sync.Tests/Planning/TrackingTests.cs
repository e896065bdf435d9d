using System.Text;
using Plumbline.Core.Json;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Tests.Planning;

/// <summary>Whose an object is, by the id on it (2.2, trap 13).</summary>
public sealed class TrackingTests
{
    [Theory]
    [InlineData("shop:apps/Deployment:web/cart", "shop")]
    [InlineData("other:apps/Deployment:web/cart", "other")]
    [InlineData("shop:apps/Deployment:web/other", null)]
    [InlineData("shop:apps/Deployment:elsewhere/cart", null)]
    [InlineData("shop:apps/ReplicaSet:web/cart", null)]
    [InlineData("shop:extensions/Deployment:web/cart", null)]
    [InlineData("shop", null)]
    [InlineData("shop:apps/Deployment:cart", null)]
    [InlineData("::", null)]
    [InlineData("", null)]
    public void Id_that_describes_another_object_is_a_copy(string id, string? owner) => Assert.Equal(owner, Tracking.OwnerOf(Live("apps/v1", "Deployment", "web", "cart", id)));

    [Fact]
    public void Cluster_scoped_object_carries_the_namespace_of_its_application() =>
        Assert.Equal("shop", Tracking.OwnerOf(Live("rbac.authorization.k8s.io/v1", "ClusterRole", "", "reader", "shop:rbac.authorization.k8s.io/ClusterRole:web/reader")));

    [Fact]
    public void Core_group_is_empty() => Assert.Equal("shop", Tracking.OwnerOf(Live("v1", "Service", "web", "cart", "shop:/Service:web/cart")));

    private static KubernetesObject Live(string version, string kind, string space, string name, string id)
    {
        var place = space.Length == 0 ? "" : $",\"namespace\":\"{space}\"";
        return KubernetesObject.TryWrap(JsonTree.Read(Encoding.UTF8.GetBytes(
            $"{{\"apiVersion\":\"{version}\",\"kind\":\"{kind}\",\"metadata\":{{\"name\":\"{name}\"{place},\"annotations\":{{\"{Tracking.Annotation}\":\"{id}\"}}}}}}")))!;
    }
}
