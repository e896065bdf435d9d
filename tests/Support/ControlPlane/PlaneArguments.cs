using System.Globalization;

namespace Plumbline.Support.ControlPlane;

/// <summary>The command lines of a plane's programs.</summary>
internal sealed record PlaneArguments(ControlPlaneBinaries Binaries, PlaneFiles Files, int Attempt, int[] Ports)
{
    private string EtcdClient => Address(Ports[0]);

    private string EtcdPeer => Address(Ports[1]);

    private int ApiPort => Ports[2];

    private int ControllerPort => Ports[3];

    public IReadOnlyList<string> Etcd() =>
    [
        "--name=default",
        $"--data-dir={Files.EtcdFolder(Attempt)}",
        $"--listen-client-urls={EtcdClient}",
        $"--advertise-client-urls={EtcdClient}",
        $"--listen-peer-urls={EtcdPeer}",
        $"--initial-advertise-peer-urls={EtcdPeer}",
        $"--initial-cluster=default={EtcdPeer}",
        "--log-level=warn",
        .. Binaries.EtcdSkipsFsync ? (string[])["--unsafe-no-fsync"] : [],
    ];

    public IReadOnlyList<string> ApiServer(bool controllers) =>
    [
        $"--etcd-servers={EtcdClient}",
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        Number("--secure-port", ApiPort),
        "--endpoint-reconciler-type=none",
        $"--tls-cert-file={Files.ServingCertificate}",
        $"--tls-private-key-file={Files.ServingKey}",
        $"--client-ca-file={Files.Authority}",
        $"--cert-dir={Files.Folder("certificates")}",
        $"--token-auth-file={Files.Tokens}",
        "--authorization-mode=RBAC",
        "--allow-privileged=true",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--service-account-issuer=https://kubernetes.default.svc",
        $"--service-account-key-file={Files.AccountPublicKey}",
        $"--service-account-signing-key-file={Files.AccountKey}",
        // Without the controllers nobody makes the accounts and tokens that this check waits for.
        .. controllers ? Array.Empty<string>() : ["--disable-admission-plugins=ServiceAccount"],
    ];

    public IReadOnlyList<string> ControllerManager() =>
    [
        $"--kubeconfig={Files.Kubeconfig}",
        $"--service-account-private-key-file={Files.AccountKey}",
        $"--root-ca-file={Files.Authority}",
        "--use-service-account-credentials=true",
        "--leader-elect=false",
        "--bind-address=127.0.0.1",
        Number("--secure-port", ControllerPort),
        $"--cert-dir={Files.Folder("controllers")}",
        "--kube-api-qps=200",
        "--kube-api-burst=400",
        // What needs a kubelet, a cloud or nodes that answer would only mark the stand-in's node as lost.
        "--controllers=*,-nodelifecycle,-nodeipam,-attachdetach,-ttl,-csrapproving,-csrcleaner,-csrsigning,-bootstrapsigner,-tokencleaner",
        // Before 1.24 there was an unencrypted port with a fixed number, for which two planes would compete.
        .. Binaries.Minor < 24 ? (string[])["--port=0"] : [],
    ];

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    private static string Number(string flag, int value) => string.Create(CultureInfo.InvariantCulture, $"{flag}={value}");
}
