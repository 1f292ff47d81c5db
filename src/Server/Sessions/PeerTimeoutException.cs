namespace Msmtp.Server.Sessions;

/// <summary>The client took longer than it may. To whoever reads the content it is a broken connection like any other.</summary>
sealed class PeerTimeoutException(Exception inner) : IOException("the client took too long", inner);
