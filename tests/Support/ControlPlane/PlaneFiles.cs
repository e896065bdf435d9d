using Plumbline.Support.RealParts;

namespace Plumbline.Support.ControlPlane;

/// <summary>What the programs of one plane read, as files in the plane's own folder.</summary>
internal sealed class PlaneFiles(TemporaryFolder folder)
{
    public string Authority => folder.File("ca.crt");

    public string ServingCertificate => folder.File("tls.crt");

    public string ServingKey => folder.File("tls.key");

    public string Tokens => folder.File("tokens.csv");

    public string AccountKey => folder.File("sa.key");

    public string AccountPublicKey => folder.File("sa.pub");

    public string Kubeconfig => folder.File("kubeconfig");

    public string EtcdFolder(int attempt) => folder.File($"etcd-{attempt}");

    public string Folder(string name) => folder.File(name);

    public void Write(PlaneIdentity identity)
    {
        File.WriteAllText(Authority, identity.CaPem);
        File.WriteAllText(ServingCertificate, identity.Serving.CertificatePem);
        File.WriteAllText(ServingKey, identity.Serving.KeyPem);
        File.WriteAllText(Tokens, $"{identity.AdminToken},admin,admin,system:masters\n");
        File.WriteAllText(AccountKey, identity.ServiceAccountKeyPem);
        File.WriteAllText(AccountPublicKey, identity.ServiceAccountPublicKeyPem);
    }
}
