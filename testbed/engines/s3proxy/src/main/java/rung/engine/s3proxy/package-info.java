/** An S3 that only this machine can reach. */
package rung.engine.s3proxy;
