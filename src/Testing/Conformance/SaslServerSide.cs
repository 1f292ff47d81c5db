namespace Msmtp.Testing;

/// <summary>The server's side of one SASL exchange that ends well.</summary>
/// <param name="message">The client's initial response or its latest response; null: it sent no initial response.</param>
/// <returns>The next challenge; null: the server says that authentication succeeded.</returns>
public delegate byte[]? SaslServerSide(byte[]? message);
