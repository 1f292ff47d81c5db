namespace Msmtp.Server;

/// <summary>
/// Says whether a client is who it claims to be. Called once for every attempt of AUTH, from many sessions at once. An exception
/// is answered with 454.
/// </summary>
/// <param name="credentials">Names and password.</param>
/// <param name="cancellationToken">Ends with the server.</param>
public delegate ValueTask<bool> CredentialsCheck(SmtpCredentials credentials, CancellationToken cancellationToken);
