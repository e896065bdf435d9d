namespace Plumbline.Support.ControlPlane;

/// <summary>A certificate and its private key, both as PEM.</summary>
public sealed record ClientCertificate(string CertificatePem, string KeyPem);
