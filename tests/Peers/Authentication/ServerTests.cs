namespace Msmtp.Peers;

[Collection<OnePostfix>]
public sealed class CyrusAuthenticationTests(Postfix postfix) : AuthenticationTests(postfix);

[Collection<OneDovecot>]
public sealed class DovecotAuthenticationTests(Dovecot dovecot) : AuthenticationTests(dovecot.Postfix);

[Collection<OneDovecot>]
public sealed class DovecotSubmissionAuthenticationTests(Dovecot dovecot) : AuthenticationTests(new DovecotSubmission(dovecot));

[Collection<OneExim>]
public sealed class EximAuthenticationTests(Exim exim) : AuthenticationTests(exim);
