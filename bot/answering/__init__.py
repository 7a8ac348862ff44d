"""Answers as jobs: each question's answer is written into the chat by whichever process takes its job."""
