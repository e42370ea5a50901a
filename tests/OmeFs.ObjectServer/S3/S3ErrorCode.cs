namespace OmeFs.Testing.Remote;

/// <summary>Errors of S3 that this server knows.</summary>
public enum S3ErrorCode
{
    NoSuchKey,
    NoSuchBucket,
    AccessDenied,
    InvalidAccessKeyId,
    ExpiredToken,
    RequestTimeTooSkewed,
    PreconditionFailed,
    InvalidRange,
    InvalidArgument,
    MethodNotAllowed,
    NotImplemented,
    SlowDown,
    InternalError,
}
